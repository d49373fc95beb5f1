/* What else stands about the desk: tasks, devices with their commands, door codes. */
#pragma once

#include "api/server/demo_hotel.h"

void demo_tasks_emit(struct demo_hotel *hotel);

/* Device, .DeviceBehaviour, DeviceCommand. */
void demo_devices_emit(struct demo_hotel *hotel);

/* ResourceAccessToken of some who are in the house. */
void demo_tokens_emit(struct demo_hotel *hotel);

/* Kinds of arguments, as help names them, with what completes them. */
#pragma once

#include "tui/command.h"

extern const struct argument_type argument_res;
extern const struct argument_type argument_room;
extern const struct argument_type argument_category;
extern const struct argument_type argument_rate;
extern const struct argument_type argument_persons;
extern const struct argument_type argument_booking_state;
extern const struct argument_type argument_bill;
extern const struct argument_type argument_item;
extern const struct argument_type argument_share;
extern const struct argument_type argument_payer;
extern const struct argument_type argument_guest;
extern const struct argument_type argument_company;
extern const struct argument_type argument_block_type;
extern const struct argument_type argument_product;
extern const struct argument_type argument_thread;
extern const struct argument_type argument_date;
extern const struct argument_type argument_amount;
extern const struct argument_type argument_payment_type;
extern const struct argument_type argument_bill_type;
extern const struct argument_type argument_yes;
extern const struct argument_type argument_number;
extern const struct argument_type argument_text;
extern const struct argument_type argument_json;
extern const struct argument_type argument_setting;
extern const struct argument_type argument_value;
extern const struct argument_type argument_key;
extern const struct argument_type argument_command;
extern const struct argument_type argument_theme;
extern const struct argument_type argument_file;
extern const struct argument_type argument_profile;
extern const struct argument_type argument_column;
extern const struct argument_type argument_operation;
extern const struct argument_type argument_outcome;
extern const struct argument_type argument_entity;
